/**
 * adaptivecards-templating's declarations lead into the TypeScript sources of adaptivecards, which the compiler would
 * then check under our rules. This stands in their place; tsconfig.json points here.
 */
export type IAdaptiveCard = Record<string, unknown>;
