import { ChoiceSetInput, type SerializationContext } from 'adaptivecards';
import { api, type Choice, unlessRefused } from './api.ts';
import { createCombobox, type Combobox } from './combobox.ts';

type ChoiceSource = { 'choices.data'?: { type?: unknown; dataset?: unknown } };

/** Asks the bot for choices, by the input's id and what is typed. */
export type FindChoices = (input: string, text: string) => Promise<readonly Choice[]>;

const finders = new WeakMap<object, FindChoices>();

/** Lets the choice sets of a card ask the bot for choices. */
export const letFind = (card: object, find: FindChoices): void => void finders.set(card, find);

const listOf = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/**
 * `Input.ChoiceSet` as Teams shows it: `filtered` and inputs with `choices.data` become a combobox with type-ahead, on the
 * directory's people (`graph.microsoft.com/users`) or on what the bot answers; every other style is the renderer's own.
 * Where nothing is found, the card's own choices are offered.
 */
export class ChoicePicker extends ChoiceSetInput {
  private dataset: string | undefined;
  private combobox: Combobox | undefined;

  protected override internalParse(source: ChoiceSource, context: SerializationContext): void {
    super.internalParse(source, context);
    const query = source['choices.data'];
    this.dataset = query?.type === 'Data.Query' && typeof query.dataset === 'string' ? query.dataset : undefined;
  }

  protected override internalRender(): HTMLElement | undefined {
    const picksPeople = this.dataset?.startsWith('graph.microsoft.com/users') === true;
    if (this.dataset === undefined && this.style !== 'filtered') return super.internalRender();
    const own = this.ownChoices();
    this.combobox = createCombobox({
      many: this.isMultiSelect,
      placeholder: this.placeholder ?? (picksPeople ? 'Type a name' : 'Type to search'),
      choices: own,
      chosen: listOf(this.defaultValue),
      find: this.dataset === undefined ? undefined : (query) => orOwn(picksPeople ? api.people(query) : this.findByBot(query), query, own),
      onChange: () => this.valueChanged(),
    });
    return this.combobox.element;
  }

  private async findByBot(query: string): Promise<readonly Choice[]> {
    return (await finders.get(this.getRootElement())?.(this.id ?? '', query)) ?? [];
  }

  private ownChoices(): Choice[] {
    return this.choices.flatMap(({ title, value }) => (title !== undefined && value !== undefined ? [{ title, value }] : []));
  }

  // The renderer labels the outermost element; the one to name and to point the label at is the text field.
  protected override updateInputControlAriaLabelledBy(): void {
    if (!this.combobox) return super.updateInputControlAriaLabelledBy();
    const { element, input } = this.combobox;
    if (element.id) {
      input.id = element.id;
      element.removeAttribute('id');
    }
    this.combobox.labelledBy(this.getAllLabelIds());
    if (this.isRequired) input.setAttribute('aria-required', 'true');
  }

  override focus(): void {
    if (this.combobox) this.combobox.input.focus();
    else super.focus();
  }

  override isValid(): boolean {
    return this.combobox ? this.combobox.isSettled() : super.isValid();
  }

  override get value(): string | undefined {
    return this.combobox ? this.combobox.chosen().map(({ value }) => value).join(',') || undefined : super.value;
  }

  /** Puts back what the person had chosen before the card was drawn anew. */
  choose(choices: readonly Choice[]): void {
    this.combobox?.choose(choices);
  }

  /** What is chosen now, with titles; undefined when this is not a combobox. */
  chosen(): readonly Choice[] | undefined {
    return this.combobox?.chosen();
  }
}

async function orOwn(finding: Promise<readonly Choice[]>, query: string, own: readonly Choice[]): Promise<readonly Choice[]> {
  const found = (await finding.catch(unlessRefused)) ?? [];
  return found.length > 0 ? found : own.filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()));
}
