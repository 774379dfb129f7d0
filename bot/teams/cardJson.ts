/** An expanded Adaptive Card, ready to send. */
export type CardJson = Readonly<Record<string, unknown>>;
