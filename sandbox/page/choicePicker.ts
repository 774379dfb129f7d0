import { ChoiceSetInput, type SerializationContext } from 'adaptivecards';
import { api, type Choice, unlessRefused } from './api.ts';
import { createCombobox, type Combobox } from './combobox.ts';

type ChoiceSource = { 'choices.data'?: { type?: unknown; dataset?: unknown } };

const listOf = (value: string | undefined): string[] =>
  (value ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/**
 * `Input.ChoiceSet` as Teams shows it: `filtered` and people pickers (`choices.data` on `graph.microsoft.com/users`)
 * become a combobox with type-ahead; every other style is the renderer's own. Where the sandbox finds nobody, the
 * card's own choices are offered.
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
    if (!picksPeople && this.style !== 'filtered') return super.internalRender();
    const own = this.ownChoices();
    this.combobox = createCombobox({
      many: this.isMultiSelect,
      placeholder: this.placeholder ?? (picksPeople ? 'Type a name' : 'Type to search'),
      choices: own,
      chosen: listOf(this.defaultValue),
      find: picksPeople ? (query) => findPeople(query, own) : undefined,
      onChange: () => this.valueChanged(),
    });
    return this.combobox.element;
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

async function findPeople(query: string, own: readonly Choice[]): Promise<readonly Choice[]> {
  const found = (await api.people(query).catch(unlessRefused)) ?? [];
  return found.length > 0 ? found : own.filter(({ title }) => title.toLowerCase().includes(query.toLowerCase()));
}
