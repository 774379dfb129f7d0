import { type UserId } from '../core/ids.ts';

/** A person as others read of them: the name is the last one we met. */
export type NamedPerson = { readonly id: UserId; readonly name: string };
