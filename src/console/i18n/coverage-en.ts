import type { CoverageMessages } from './coverage-messages.ts';

export const enCoverage: CoverageMessages = {
  lead: 'What lies where, and how old it is, against what is owed. Of closed days only.',
  summary: 'Coverage',
  groups: { cover: 'There', owed: 'Owed', own: 'The platform’s own' },
  group: 'Group',
  difference: 'Beyond what is owed',
  ratio: 'Coverage',
  state: 'State',
  covered: 'Covered',
  short: 'Not covered',
  day: 'Day',
  show: 'Show',
  since: 'Since',
  age: 'Age',
  amount: 'Amount',
  overdue: 'In clearing for too long',
  days: (count) => `${count} d`,
  daysOf: (count, limit) => `${count} d of ${limit}`,
};
