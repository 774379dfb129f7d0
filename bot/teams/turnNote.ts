/** What the one log line of a turn says; filled in while the turn runs. */
export type TurnNote = { name: string; outcome: string };
