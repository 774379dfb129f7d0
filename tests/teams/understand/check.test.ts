import { understandCheck } from '../../../bot/teams/understand/understandCheck.ts';
import { understandCommand } from '../../../bot/teams/understand/understandCommand.ts';

it.each([
  ['check cleo@clinic.example for Imaging', 'cleo@clinic.example', 'Imaging'],
  ['CHECK cleo@clinic.example', 'cleo@clinic.example', ''],
  ['check for the app "Shift Planner" cleo@clinic.example', 'cleo@clinic.example', 'Shift Planner'],
  ['prüfe cleo@clinic.example für Imaging', 'cleo@clinic.example', 'Imaging'],
  ['vérifier cleo@clinic.example pour l’application Imaging', 'cleo@clinic.example', 'Imaging'],
  ['comprobar cleo@clinic.example para Imaging', 'cleo@clinic.example', 'Imaging'],
  ['تحقق cleo@clinic.example إلى Imaging', 'cleo@clinic.example', 'Imaging'],
  ['確認 cleo@clinic.example Imaging', 'cleo@clinic.example', 'Imaging'],
  ['check Imaging', '', 'Imaging'],
])('%s', (sentence, email, app) => {
  const found = understandCommand(sentence, 'en');
  expect(found).toMatchObject({ kind: 'command', name: 'check' });
  expect(understandCheck(found.kind === 'command' ? found.rest : '')).toEqual({ email, app });
});
