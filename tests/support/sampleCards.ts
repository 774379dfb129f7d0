type Json = Record<string, unknown>;

const text = (words: string, more: Json = {}): Json => ({ type: 'TextBlock', text: words, wrap: true, ...more });
const title = (words: string): Json => text(words, { style: 'heading', size: 'large', weight: 'bolder', spacing: 'small' });
const user = (words: string): Json => ({ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: words }] });
const stripe = (style: string, words: string): Json => ({ type: 'Container', style, items: [text(words, { size: 'small', weight: 'bolder' })] });
const facts = (...pairs: [string, string][]): Json => ({ type: 'FactSet', facts: pairs.map(([name, value]) => ({ title: name, value })) });
const execute = (name: string, verb: string, more: Json = {}): Json => ({ type: 'Action.Execute', title: name, verb, data: { requestId: 'r1', version: 1 }, ...more });
const card = (body: Json[], actions: Json[] = []): Json => ({ type: 'AdaptiveCard', version: '1.5', body, actions });

/** Cards of the kinds Guest Desk sends, for tests of the page alone. */
export const sampleCards = {
  form: (name = ''): Json =>
    card(
      [
        title('Who shall come, and to which app?'),
        { type: 'Input.Text', id: 'email', label: 'E-mail address', isRequired: true, errorMessage: 'Write the e-mail address.', value: 'cleo@clinic.example', style: 'Email' },
        { type: 'Input.Text', id: 'name', label: 'Name', isRequired: true, errorMessage: 'Write the name.', value: name },
        { type: 'Input.ChoiceSet', id: 'app', label: 'App', isRequired: true, errorMessage: 'Choose an app.', value: 'a1', choices: [{ title: 'Imaging', value: 'a1' }, { title: 'Shift Planner', value: 'a2' }] },
        {
          type: 'Input.ChoiceSet', id: 'sponsor', label: 'Sponsor', style: 'filtered', isRequired: true, errorMessage: 'Choose a sponsor.', value: '00000000-0000-4000-8000-000000000004',
          choices: [{ title: 'Dana Holm', value: '00000000-0000-4000-8000-000000000004' }], 'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
        },
        { type: 'Input.Date', id: 'until', label: 'Until', isRequired: true, errorMessage: 'Choose the last day.', value: '2027-03-31' },
        { type: 'Input.Text', id: 'reason', label: 'Why', isMultiline: true, isRequired: true, errorMessage: 'Say why.', value: 'she reads our scans' },
        { type: 'Input.Toggle', id: 'tell', title: 'Say the reason in the mail', value: 'false' },
      ],
      [execute('Ask for access', 'request.submit', { style: 'positive' })],
    ),
  share: (): Json =>
    card(
      [
        title('Share Imaging with people outside?'),
        {
          type: 'Input.ChoiceSet', id: 'approvers', label: 'Approvers', isMultiSelect: true, isRequired: true, errorMessage: 'Choose at least one approver.',
          value: '00000000-0000-4000-8000-000000000002,00000000-0000-4000-8000-000000000003',
          choices: [], 'choices.data': { type: 'Data.Query', dataset: 'graph.microsoft.com/users' },
        },
        { type: 'Input.Number', id: 'longestStay', label: 'Longest stay in days', value: 180, min: 1, max: 365 },
      ],
      [execute('Share Imaging', 'app.share', { style: 'positive' })],
    ),
  decide: (name = 'Cleo Marsh', reason = 'She reads our scans on weekends.'): Json =>
    card(
      [
        stripe('accent', '● Waiting for you'),
        title(`Let ${name} into Imaging?`),
        { type: 'ColumnSet', columns: [{ type: 'Column', width: 'stretch', items: [facts(['Asked by', 'Ada Berg'], ['E-mail', 'cleo@clinic.example'], ['Sponsor', 'Dana Holm'], ['Until', '31 March 2027'])] }] },
        text('Why', { weight: 'bolder', size: 'small' }),
        user(reason),
        text('The invitation goes out in your name.', { isSubtle: true, size: 'small' }),
        { type: 'ActionSet', actions: [
        execute('Approve', 'request.approve', { style: 'positive', associatedInputs: 'none' }),
        {
          type: 'Action.ShowCard', title: 'Decline…', style: 'destructive',
          card: card([{ type: 'Input.Text', id: 'decisionReason', label: 'Why not', isMultiline: true, isRequired: true, errorMessage: 'Say why.' }], [execute('Decline', 'request.decline', { style: 'destructive' })]),
        },
        { type: 'Action.ToggleVisibility', title: 'Details', targetElements: ['details'] },
        ] },
        { type: 'Container', id: 'details', isVisible: false, items: [text('Asked on Sunday, 22 November at 09:56.')] },
      ],
    ),
  waiting: (): Json =>
    card(
      [stripe('accent', '● Waiting'), title('Waiting for Boris or Farid'), facts(['Guest', 'Cleo Marsh'], ['App', 'Imaging'], ['Until', '31 March 2027']), text('GD-7F3K · asked today', { isSubtle: true, size: 'small' })],
      [execute('Withdraw', 'request.withdraw', { style: 'destructive' })],
    ),
  approved: (): Json => card([stripe('good', '✓ Approved'), title('Boris approved: Cleo is invited'), facts(['Guest', 'Cleo Marsh'], ['App', 'Imaging'], ['Until', '31 March 2027'])]),
  declined: (): Json => card([stripe('attention', '✕ Declined'), title('Boris declined'), user('No contract with this practice yet.')]),
  trouble: (): Json => card([stripe('warning', '! Needs you'), title('Dana cannot be reached in Teams'), text('Choose somebody else as **sponsor**, or [read more](https://example.com).')]),
};
