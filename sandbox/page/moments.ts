/** Where the hospital is; the people's cards say times of there. */
const timeZone = 'Europe/Berlin';

const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', day: 'numeric', month: 'long' });
const face = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });
const seconds = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** Ways of writing an ISO time of the sandbox's clock, as the hospital reads them. */
export const moments = {
  time: (iso: string) => time.format(new Date(iso)),
  day: (iso: string) => day.format(new Date(iso)),
  face: (date: Date) => face.format(date),
  seconds: (iso: string) => seconds.format(new Date(iso)),
};
