/** The command that a sentence was most likely meant as: its name, its word in the reader's language, and the words after it. */
export type Suggestion = { readonly name: string; readonly word: string; readonly rest: string };

/** What a typed sentence is: a command with the words after it, or something else with the nearest command. */
export type Understood = { readonly kind: 'command'; readonly name: string; readonly rest: string } | { readonly kind: 'unknown'; readonly suggestion: Suggestion | null };

/** Reads the command words of every language, in any letter case. */
export type UnderstandCommand = (text: string, locale: string) => Understood;
