import { z } from 'zod';
import { isDeskError } from '../core/errors.ts';
import { type Refused } from '../desk/outcomes.ts';
import { type CommandParts } from './commandTurn.ts';
import { apologyText, kindOf, loudness, type Say } from './errorAnswers.ts';
import { answerExtension } from './extensionAnswers.ts';
import { answerUnknownInvoke, type InvokeAnswer } from './invokeAnswers.ts';
import { dialogCard, dialogVerbs, offerAddresses, withChatLink } from './render/extension/dialogCard.ts';
import { type Turn } from './route.ts';
import { turnOf, type PersonInbound } from './turnContext.ts';
import { type TurnNote } from './turnNote.ts';
import { messagePayload, readMessage } from './understand/readMessage.ts';

export type ExtensionParts = Omit<CommandParts, 'channel'> & { readonly say: Say; readonly chatLink: string };

/** Runs an invoke of the message extension, from whatever chat; undefined for every other invoke. */
export type ExtensionTurn = (inbound: PersonInbound, note: TurnNote) => Promise<InvokeAnswer> | undefined;

/** Ids of the manifest's commands. */
const inviteCommand = 'inviteToApp';
const searchCommand = 'findGuests';

const signInOffer = {
  authentication: z.object({ connectionName: z.string().max(128).optional(), token: z.string().min(1).max(16_384) }).optional(),
  state: z.string().max(128).optional(),
};
const fetchSchema = z.object({ ...signInOffer, commandId: z.literal(inviteCommand), messagePayload });
const submitSchema = z.object({ ...signInOffer, commandId: z.literal(inviteCommand), data: z.looseObject({ verb: z.string().max(64), names: z.record(z.string().max(254), z.string().max(256)).optional() }) });
const querySchema = z.object({
  ...signInOffer,
  commandId: z.literal(searchCommand),
  parameters: z.array(z.object({ name: z.string().max(64), value: z.unknown() })).max(10).default([]),
  queryOptions: z.object({ skip: z.int().min(0).max(10_000).default(0), count: z.int().min(1).max(100).default(25) }).prefault({}),
});
type Offer = { readonly authentication?: z.output<typeof signInOffer.authentication>; readonly state?: string | undefined };

/** Longest text that is looked for, in characters. */
const longestSearch = 100;

/**
 * The message extension: *Invite to an app* from a message or the compose box, and the search. It runs in chats that the
 * bot is no part of, so nothing is posted there by us and no chat is remembered.
 */
export const createExtensionTurn = ({ router, signIn, kit, clock, log, say, chatLink }: ExtensionParts): ExtensionTurn => {
  const words = (turn: Turn, key: string): string => say(turn.reader.locale, key);
  const refusedText = ({ rule }: Refused, turn: Turn): string => `${words(turn, `refusal.${rule}.title`)}. ${words(turn, `refusal.${rule}.next`)}`;

  /** Takes what the client offered, checked to be the sender's own; an answer means that the client has to offer more. */
  const takeOffer = async (inbound: PersonInbound, { authentication, state }: Offer, note: TurnNote): Promise<{ taken: boolean } | InvokeAnswer> => {
    const assertion = authentication && { connectionName: authentication.connectionName ?? signIn.connection, token: authentication.token };
    const outcome = await signIn.accept(inbound, { assertion, code: assertion === undefined ? state : undefined });
    if (outcome !== 'refused') return { taken: outcome === 'accepted' };
    note.outcome = 'sign-in-refused';
    return authentication === undefined ? answerExtension.signIn('auth', await signIn.request(inbound)) : answerExtension.preconditionFailed();
  };

  const askForSignIn = async (inbound: PersonInbound, note: TurnNote): Promise<InvokeAnswer> => {
    note.outcome = 'sign-in-asked';
    return answerExtension.signIn('silentAuth', await signIn.request(inbound));
  };

  const guarded = async (inbound: PersonInbound, offer: Offer, note: TurnNote, inWords: (text: string) => InvokeAnswer, work: (turn: Turn, hasOffered: boolean) => Promise<InvokeAnswer>): Promise<InvokeAnswer> => {
    const turn = { ...turnOf(inbound, clock), pressedAt: null };
    try {
      const offered = await takeOffer(inbound, offer, note);
      if ('status' in offered) return offered;
      try {
        return await work(turn, offered.taken);
      } catch (error) {
        const isOwn = isDeskError(error, 'sign-in-needed') && (error.detail.userId ?? inbound.userId) === inbound.userId;
        if (isOwn && !offered.taken) return await askForSignIn(inbound, note);
        throw error;
      }
    } catch (error) {
      note.outcome = kindOf(error);
      log[loudness[kindOf(error)]]({ event: 'turn.failed', verb: note.name, error });
      return inWords(apologyText(error, turn, say));
    }
  };

  const fetch = (inbound: PersonInbound, value: z.output<typeof fetchSchema>, note: TurnNote): Promise<InvokeAnswer> =>
    guarded(inbound, value, note, answerExtension.message, async (turn, hasOffered) => {
      const { desk, cards } = kit;
      if (!hasOffered && (await desk.actsInOwnName(turn.actor)) && !(await signIn.isSignedIn(inbound.userId))) return askForSignIn(inbound, note);
      const outcome = await desk.prepareFromMessage(turn.actor, readMessage(value.messagePayload));
      note.outcome = outcome.kind;
      const card = outcome.kind === 'refused' ? cards.refusal(outcome, turn.reader) : cards.inviteForm(outcome, turn.reader);
      const offered = outcome.kind === 'refused' ? [] : outcome.offered;
      return answerExtension.dialog(words(turn, 'extension.dialogTitle'), offerAddresses(dialogCard(card), offered, { label: words(turn, 'extension.pickAddress'), nameHint: words(turn, 'extension.nameFromMessage') }));
    });

  const submit = (inbound: PersonInbound, value: z.output<typeof submitSchema>, note: TurnNote): Promise<InvokeAnswer> =>
    guarded(inbound, value, note, answerExtension.message, async (turn) => {
      const { verb, names, ...data } = value.data;
      const route = dialogVerbs.includes(verb) ? router.card(verb) : undefined;
      if (route === undefined) return answerUnknownInvoke();
      const answer = await route.run(turn, nameFilled(data, names ?? {}), kit);
      note.outcome = answer.kind;
      if (answer.kind === 'message') return answerExtension.message(answer.text);
      const card = dialogCard(answer.card);
      const link = { text: words(turn, 'extension.askedLead'), button: words(turn, 'extension.openChat'), url: chatLink };
      return answerExtension.dialog(words(turn, 'extension.dialogTitle'), answer.shows === undefined ? card : withChatLink(card, link));
    });

  const query = (inbound: PersonInbound, value: z.output<typeof querySchema>, note: TurnNote): Promise<InvokeAnswer> =>
    guarded(inbound, value, note, answerExtension.note, async (turn) => {
      const text = value.parameters.find(({ name }) => name === 'text')?.value;
      const found = await kit.desk.searchRequests(turn.actor, { text: searched(text), ...value.queryOptions });
      note.outcome = found.kind;
      if (found.kind === 'refused') return answerExtension.note(refusedText(found, turn));
      if (found.rows.length === 0 && value.queryOptions.skip === 0) return answerExtension.note(words(turn, 'extension.nothingFound'));
      return answerExtension.results(found.rows.map((view) => kit.cards.foundRequest(view, turn.reader)));
    });

  return (inbound, note) => {
    switch (inbound.name) {
      case 'composeExtension/fetchTask':
        return run(fetchSchema, fetch, inbound, note);
      case 'composeExtension/submitAction':
        return run(submitSchema, submit, inbound, note);
      case 'composeExtension/query':
        return run(querySchema, query, inbound, note);
      default:
        return undefined;
    }
  };
};

const run = async <Schema extends z.ZodType>(schema: Schema, work: (inbound: PersonInbound, value: z.output<Schema>, note: TurnNote) => Promise<InvokeAnswer>, inbound: PersonInbound, note: TurnNote): Promise<InvokeAnswer> => {
  const parsed = schema.safeParse(inbound.value);
  if (parsed.success) return work(inbound, parsed.data, note);
  note.outcome = 'ignored';
  return answerUnknownInvoke();
};

/** A name left empty is the one that the message gave for the chosen address. */
const nameFilled = (data: Readonly<Record<string, unknown>>, names: Readonly<Record<string, string>>): Record<string, unknown> => {
  const isEmpty = typeof data['name'] !== 'string' || data['name'].trim() === '';
  const known = typeof data['email'] === 'string' && Object.hasOwn(names, data['email']) ? names[data['email']] : undefined;
  return isEmpty && known !== undefined ? { ...data, name: known } : { ...data };
};

/** What somebody looks for: one line, no control characters. */
const searched = (text: unknown): string => (typeof text === 'string' ? text.replace(/\p{Cc}+/gu, ' ').trim().slice(0, longestSearch) : '');
