import type { MetaIndex } from './meta';

/** What only the program itself may do: people are refused, whatever their role. The server names it with all other commands. */
const OF_PROGRAM = new Set([
  'approvals.request.fail',
  'approvals.request.remind',
  'events.event.park',
  'events.event.settle',
  'exports.file.fail',
  'exports.file.finish',
  'exports.file.forget',
  'imports.key.use',
  'imports.mapping.remember',
  'imports.run.begin',
  'imports.run.fail',
  'imports.run.finish',
  'imports.run.report',
  'jobs.job.bury',
  'messages.message.begin',
  'messages.message.give_up',
  'messages.message.note',
  'messages.message.report',
  'messages.reply.note',
  'notifications.member.notify',
  'notifications.rule.apply',
  'notifications.waiting.send',
  'printing.print.finish',
  'printing.printout.finish',
  'settings.global.copy',
  'settings.secret.renew',
  'settings.secret_key.keep',
  'webhooks.hook_message.take',
  'webhooks.subscription.switch_off',
]);

/** The commands that are offered to a person. */
export const offered = ({ commands }: MetaIndex) => commands.filter(({ name }) => !OF_PROGRAM.has(name));
