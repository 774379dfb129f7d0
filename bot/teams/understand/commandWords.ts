import { type Language } from '../../text/text.ts';

/** The words of each command, per language; the first one is shown when it is suggested. */
export const commandWords: Readonly<Record<string, Readonly<Record<Language, readonly string[]>>>> = {
  invite: {
    en: ['invite', 'invite guest', 'add guest'],
    de: ['einladen', 'lade', 'lad', 'einladung'],
    fr: ['inviter', 'invite', 'invitez'],
    ar: ['دعوة', 'ادع', 'ادعُ', 'ادعو', 'أدعو'],
  },
  share: {
    en: ['share'],
    de: ['teilen', 'teile', 'freigeben'],
    fr: ['partager', 'partage', 'partagez'],
    ar: ['مشاركة', 'شارك'],
  },
  requests: {
    en: ['requests', 'request', 'my requests', 'open requests', 'show requests'],
    de: ['anfragen', 'anfrage', 'meine anfragen', 'offene anfragen', 'anträge'],
    fr: ['demandes', 'demande', 'mes demandes'],
    ar: ['طلبات', 'الطلبات', 'طلباتي'],
  },
  guests: {
    en: ['guests', 'guest', 'my guests', 'show guests'],
    de: ['gäste', 'gast', 'meine gäste'],
    fr: ['invités', 'invité', 'mes invités'],
    ar: ['ضيوف', 'الضيوف', 'ضيوفي'],
  },
  apps: {
    en: ['apps', 'app', 'shared apps', 'show apps'],
    de: ['anwendungen', 'apps', 'geteilte apps'],
    fr: ['applications', 'applis', 'apps'],
    ar: ['تطبيقات', 'التطبيقات'],
  },
  help: {
    en: ['help', '?', 'hello', 'hi'],
    de: ['hilfe', 'hallo', 'guten tag'],
    fr: ['aide', 'bonjour', 'salut'],
    ar: ['مساعدة', 'المساعدة', 'مرحبا', 'مرحباً'],
  },
  language: {
    en: ['language', 'change language', 'speak'],
    de: ['sprache', 'sprache ändern', 'sprich'],
    fr: ['langue', 'changer de langue'],
    ar: ['اللغة', 'لغة', 'تغيير اللغة'],
  },
  'sign in': {
    en: ['sign in', 'signin', 'log in', 'login', 'sign on'],
    de: ['anmelden', 'melde mich an', 'einloggen'],
    fr: ['connexion', 'se connecter', 'connecte-moi'],
    ar: ['تسجيل الدخول', 'دخول', 'سجل دخولي'],
  },
  'sign out': {
    en: ['sign out', 'signout', 'log out', 'logout', 'sign off'],
    de: ['abmelden', 'melde mich ab', 'ausloggen'],
    fr: ['déconnexion', 'se déconnecter', 'déconnecte-moi'],
    ar: ['تسجيل الخروج', 'خروج', 'سجل خروجي'],
  },
};
