import { createSendLimits } from '../../sandbox/channel/limits.ts';

describe('the send limits of Teams', () => {
  it('let seven through in a second and eight in two, and say when to try again', () => {
    let now = 0;
    const limits = createSendLimits(() => now);
    for (let sent = 0; sent < 7; sent += 1) expect(limits.take('send', 'a')).toBeUndefined();
    expect(limits.take('send', 'a')).toBe(1);
    expect(limits.take('send', 'b')).toBeUndefined();
    now = 1_100;
    expect(limits.take('send', 'a')).toBeUndefined();
    expect(limits.take('send', 'a')).toBe(1);
    now = 2_100;
    expect(limits.take('send', 'a')).toBeUndefined();
  });

  it('let sixty through in thirty seconds', () => {
    let now = 0;
    const limits = createSendLimits(() => now);
    for (let sent = 0; sent < 60; sent += 1) {
      expect(limits.take('send', 'a')).toBeUndefined();
      now += 300;
    }
    expect(limits.take('send', 'a')).toBe(12);
    now = 30_001;
    expect(limits.take('send', 'a')).toBeUndefined();
  });

  it('count members apart, and nothing when they are off', () => {
    const limits = createSendLimits(() => 0);
    for (let asked = 0; asked < 14; asked += 1) expect(limits.take('members', 'a')).toBeUndefined();
    expect(limits.take('members', 'a')).toBe(1);
    expect(limits.take('send', 'a')).toBeUndefined();
    limits.set('off');
    expect(limits.take('members', 'a')).toBeUndefined();
  });
});
