import MarkdownIt from 'markdown-it';
import { AdaptiveCard, CardObjectRegistry, type CardElement, GlobalRegistry, GlobalSettings, HostConfig, SerializationContext } from 'adaptivecards';
import { ChoicePicker, type FindChoices, letFind } from './choicePicker.ts';

const colour = (name: string) => ({ default: `var(--card-${name})`, subtle: `var(--card-${name}-subtle)` });
const colours = {
  default: colour('text'),
  dark: colour('text'),
  light: colour('text'),
  accent: colour('accent'),
  good: colour('good'),
  warning: colour('warning'),
  attention: colour('attention'),
};
// Teams' tinted containers carry dark text in every theme but high contrast.
const tinted = { ...colours, default: colour('tint-text'), accent: colour('tint-text'), good: colour('tint-text'), warning: colour('tint-text'), attention: colour('tint-text') };
const container = (name: string, foregroundColors: typeof colours = tinted) => ({ backgroundColor: `var(--card-${name}-background)`, borderColor: `var(--card-${name}-border)`, foregroundColors });

/** Size from which text of a card is large, in CSS pixels. */
export const largeText = 17;

/** Measures and colours close to Teams; colours are CSS variables, so light and dark need no second rendering. */
export const hostConfig = new HostConfig({
  supportsInteractivity: true,
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 14 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  fontTypes: {
    default: { fontFamily: 'inherit', fontSizes: { small: 12, default: 14, medium: 15, large: largeText, extraLarge: 20 }, fontWeights: { lighter: 400, default: 400, bolder: 600 } },
    monospace: {
      fontFamily: 'var(--mono)',
      fontSizes: { small: 12, default: 13, medium: 14, large: 16, extraLarge: 18 },
      fontWeights: { lighter: 400, default: 400, bolder: 600 },
    },
  },
  lineHeights: { small: 16, default: 20, medium: 21, large: 24, extraLarge: 28 },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: { backgroundColor: 'transparent', borderColor: 'var(--line)', foregroundColors: colours },
    emphasis: container('emphasis', colours),
    accent: container('accent'),
    good: container('good'),
    warning: container('warning'),
    attention: container('attention'),
  },
  textStyles: { heading: { size: 'large', weight: 'bolder' }, columnHeader: { weight: 'bolder' } },
  textBlock: { headingLevel: 3 },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', size: 'small', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder', size: 'small' },
    },
    errorMessage: { color: 'attention', size: 'small', spacing: 'small', weight: 'default' },
  },
  factSet: {
    title: { color: 'default', size: 'default', isSubtle: true, weight: 'default', wrap: true, maxWidth: 110 },
    value: { color: 'default', size: 'default', isSubtle: false, weight: 'default', wrap: true },
    spacing: 12,
  },
  actions: {
    maxActions: 6,
    spacing: 'medium',
    buttonSpacing: 8,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
  },
});

// Teams renders bold, italic, lists and links only; everything else stays the text it was.
const markdown = new MarkdownIt('zero', { html: false, breaks: true });
markdown.enable(['emphasis', 'list', 'link', 'newline', 'escape', 'entity', 'backticks']);
markdown.validateLink = (url) => /^(https?:|mailto:)/i.test(url.trim());

GlobalSettings.setTabIndexAtCardRoot = false;
GlobalSettings.useWebkitLineClamp = true;
AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};

const elements = new CardObjectRegistry<CardElement>();
GlobalRegistry.populateWithDefaultElements(elements);
elements.unregister('Input.ChoiceSet');
elements.register('Input.ChoiceSet', ChoicePicker);

/** Reads a card with our own choice sets; what the renderer does not understand is left to the card's fallback. */
export function parseCard(json: Record<string, unknown>, find?: FindChoices): AdaptiveCard {
  const card = new AdaptiveCard();
  if (find) letFind(card, find);
  card.hostConfig = hostConfig;
  const context = new SerializationContext();
  context.setElementRegistry(elements);
  card.parse(json, context);
  return card;
}

/** HTML of a chat message written in Markdown; raw HTML in it stays text. */
export const renderMarkdown = (text: string): string => markdown.render(text);
