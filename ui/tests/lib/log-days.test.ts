import { expect, it } from 'vitest';
import { LOG_DAYS, logDays } from '$views/connection/log-days';

it('says in words how long log events are kept', () => {
  expect(LOG_DAYS.map(logDays)).toEqual(['30 days', '90 days', '180 days, as Duo', '1 year', '2 years', '7 years', 'Without end']);
});
