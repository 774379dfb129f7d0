import { type CardInput } from './card.ts';

/** A value that the card's own rules refuse, as a client would before it sends anything. `input` is the input's id. */
export type InputRefusal = { code: 'inputRequired' | 'inputInvalid' | 'unknownInput'; input: string; message: string };

const text = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

/** The value an input has before anybody touches it; undefined when it has none. Toggles always have one. */
function ownValue(input: CardInput): string | undefined {
  const value = text(input['value']);
  if (input.type === 'Input.Toggle') return value ?? text(input['valueOff']) ?? 'false';
  return value === '' ? undefined : value;
}

function isSet(input: CardInput, value: string | undefined): value is string {
  if (value === undefined || value === '') return false;
  return input.type !== 'Input.Toggle' || input['isRequired'] !== true || value === (text(input['valueOn']) ?? 'true');
}

function choiceIsOffered(input: CardInput, value: string): boolean {
  if (input['choices.data'] !== undefined) return true;
  const choices = (Array.isArray(input['choices']) ? input['choices'] : []) as { value?: unknown }[];
  const picked = input['isMultiSelect'] === true ? value.split(',') : [value];
  return picked.every((one) => choices.some((choice) => text(choice.value) === one));
}

/** Plain comparison serves dates (YYYY-MM-DD) and times (HH:mm), both sort as text. */
function withinRange(input: CardInput, value: string): boolean {
  const [min, max] = [text(input['min']), text(input['max'])];
  if (input.type === 'Input.Number') {
    const number = Number(value);
    return Number.isFinite(number) && (min === undefined || number >= Number(min)) && (max === undefined || number <= Number(max));
  }
  return (min === undefined || value >= min) && (max === undefined || value <= max);
}

function isValid(input: CardInput, value: string): boolean {
  switch (input.type) {
    case 'Input.Text': {
      const { regex, maxLength } = input;
      if (typeof maxLength === 'number' && value.length > maxLength) return false;
      return typeof regex !== 'string' || new RegExp(regex).test(value);
    }
    case 'Input.Date':
      return /^\d{4}-\d{2}-\d{2}$/.test(value) && withinRange(input, value);
    case 'Input.Time':
      return /^\d{2}:\d{2}$/.test(value) && withinRange(input, value);
    case 'Input.Number':
      return withinRange(input, value);
    case 'Input.ChoiceSet':
      return choiceIsOffered(input, value);
    default:
      return true;
  }
}

const labelled = (input: CardInput): string => text(input['errorMessage']) ?? text(input['label']) ?? input.id;

/**
 * The input values that a press sends: the card's own, overlaid by what the person typed or chose; inputs without
 * a value are left out, as the renderer does. Refuses what the card's author forbade (required, regex, range, choice).
 */
export function collectInputs(inputs: CardInput[], typed: Record<string, string>): { values: Record<string, string> } | InputRefusal {
  const stranger = Object.keys(typed).find((id) => !inputs.some((input) => input.id === id));
  if (stranger !== undefined) return { code: 'unknownInput', input: stranger, message: `The card has no input ${stranger}.` };
  const values: Record<string, string> = {};
  for (const input of inputs) {
    const value = typed[input.id] ?? ownValue(input);
    if (!isSet(input, value)) {
      if (input['isRequired'] === true) return { code: 'inputRequired', input: input.id, message: `Required: ${labelled(input)}` };
      if (value !== undefined && value !== '') values[input.id] = value;
      continue;
    }
    if (!isValid(input, value)) return { code: 'inputInvalid', input: input.id, message: `Not valid: ${labelled(input)}` };
    values[input.id] = value;
  }
  return { values };
}
