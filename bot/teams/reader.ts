/** Who reads a card: decides language, direction and how days are said. */
export type Reader = { readonly locale: string; readonly timeZone: string; readonly now: Date; /** The channel's id of the reader (`29:…`), for the card's own refresh. */ readonly channelUserId: string };
