import { executeActions, findAction, refreshAction } from '../../sandbox/client/card.ts';
import { collectInputs } from '../../sandbox/client/inputs.ts';

const reason = { type: 'Input.Text', id: 'reason', label: 'Why', isRequired: true, maxLength: 20, regex: '^[a-z ]*$' };
const card = {
  type: 'AdaptiveCard',
  version: '1.5',
  refresh: { action: { type: 'Action.Execute', verb: 'request.show', data: { requestId: 'r1' } }, userIds: ['29:ada'] },
  body: [
    { type: 'ColumnSet', columns: [{ type: 'Column', items: [reason] }] },
    { type: 'Input.Toggle', id: 'agree', title: 'Agree' },
    { type: 'ActionSet', actions: [{ type: 'Action.Execute', id: 'a1', verb: 'request.approve', data: { requestId: 'r1' }, title: 'Approve' }] },
  ],
  actions: [
    {
      type: 'Action.ShowCard',
      card: {
        type: 'AdaptiveCard',
        body: [{ type: 'Input.Text', id: 'decisionReason' }],
        actions: [{ type: 'Action.Execute', verb: 'request.decline', title: 'Decline' }],
      },
    },
    { type: 'Action.Execute', verb: 'access.end', data: { requestId: 'r1' }, associatedInputs: 'none' },
    { type: 'Action.Execute', verb: 'access.end', data: { requestId: 'r2' }, associatedInputs: 'none' },
    { type: 'Action.Execute', verb: 'request.finish', isEnabled: false },
    { type: 'Action.OpenUrl', url: 'https://example.org' },
  ],
};

describe('the actions of a card', () => {
  it('are found wherever the card has them, with the inputs around them', () => {
    expect(executeActions(card).map(({ verb, inputs }) => [verb, inputs.map(({ id }) => id)])).toEqual([
      ['request.approve', ['reason', 'agree']],
      ['request.decline', ['reason', 'agree', 'decisionReason']],
      ['access.end', []],
      ['access.end', []],
    ]);
  });

  it('are told apart by their data when they share a verb', () => {
    expect(findAction(card, 'access.end')?.data).toEqual({ requestId: 'r1' });
    expect(findAction(card, 'access.end', { requestId: 'r2' })?.data).toEqual({ requestId: 'r2' });
    expect(findAction(card, 'access.end', { requestId: 'r3' })).toBeUndefined();
    expect(findAction(card, 'request.finish')).toBeUndefined();
  });

  it('refresh only for whom the card lists', () => {
    expect(refreshAction(card, '29:ada')).toMatchObject({ verb: 'request.show', data: { requestId: 'r1' } });
    expect(refreshAction(card, '29:eve')).toBeUndefined();
    expect(refreshAction({ ...card, refresh: { action: { type: 'Action.Submit' }, userIds: ['29:ada'] } }, '29:ada')).toBeUndefined();
  });
});

describe('the inputs of a press', () => {
  const inputs = findAction(card, 'request.approve')?.inputs ?? [];

  it('are the card’s own values, overlaid by what was typed, empty ones left out', () => {
    expect(collectInputs(inputs, { reason: 'she reads' })).toEqual({ values: { reason: 'she reads', agree: 'false' } });
    const filled = inputs.map((input) => (input.id === 'reason' ? { ...input, value: 'as before' } : input));
    expect(collectInputs(filled, { agree: 'true' })).toEqual({ values: { reason: 'as before', agree: 'true' } });
    expect(collectInputs([{ type: 'Input.Text', id: 'note' }], {})).toEqual({ values: {} });
  });

  it.each([
    [{}, 'inputRequired', 'reason'],
    [{ reason: '' }, 'inputRequired', 'reason'],
    [{ reason: 'UPPER' }, 'inputInvalid', 'reason'],
    [{ reason: 'longer than twenty letters' }, 'inputInvalid', 'reason'],
    [{ reason: 'fine', colour: 'red' }, 'unknownInput', 'colour'],
  ])('are refused as a client refuses them: %j', (typed, code, input) => {
    expect(collectInputs(inputs, typed as Record<string, string>)).toMatchObject({ code, input });
  });

  it('respect ranges and choices', () => {
    const until = { type: 'Input.Date', id: 'until', min: '2026-01-01', max: '2026-12-31' };
    expect(collectInputs([until], { until: '2027-01-01' })).toMatchObject({ code: 'inputInvalid' });
    expect(collectInputs([until], { until: '2026-03-31' })).toEqual({ values: { until: '2026-03-31' } });
    expect(collectInputs([until], { until: '31 March' })).toMatchObject({ code: 'inputInvalid' });
    const days = { type: 'Input.Number', id: 'days', min: 1, max: 365 };
    expect(collectInputs([days], { days: '366' })).toMatchObject({ code: 'inputInvalid' });
    expect(collectInputs([days], { days: '9' })).toEqual({ values: { days: '9' } });
    const sponsor = { type: 'Input.ChoiceSet', id: 'sponsor', choices: [{ title: 'Dana', value: 'd' }, { title: 'Sam', value: 's' }] };
    expect(collectInputs([sponsor], { sponsor: 'x' })).toMatchObject({ code: 'inputInvalid' });
    expect(collectInputs([{ ...sponsor, isMultiSelect: true }], { sponsor: 'd,s' })).toEqual({ values: { sponsor: 'd,s' } });
    expect(collectInputs([{ ...sponsor, 'choices.data': { type: 'Data.Query' } }], { sponsor: 'anybody' })).toEqual({ values: { sponsor: 'anybody' } });
  });

  it('hold a required toggle to its on value', () => {
    const consent = { type: 'Input.Toggle', id: 'consent', isRequired: true, valueOn: 'yes', valueOff: 'no' };
    expect(collectInputs([consent], {})).toMatchObject({ code: 'inputRequired', input: 'consent' });
    expect(collectInputs([consent], { consent: 'yes' })).toEqual({ values: { consent: 'yes' } });
  });
});
