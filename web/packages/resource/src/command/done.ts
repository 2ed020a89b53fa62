import { t } from '@sanduk/i18n';
import { say } from '@sanduk/ui';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import type { CommandMeta, Row } from '../meta';
import { overrideOf } from '../registry';

/** Where the form leads when the command has been done: to what it has made, else back. */
export function useDone(command: CommandMeta) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  return async (answer: Row | null) => {
    for (const name of command.affects) {
      void client.invalidateQueries({ queryKey: name === 'reports' ? ['report'] : ['list', name] });
      void client.invalidateQueries({ queryKey: ['row', name] });
    }
    // The command is done, whatever becomes of its paper.
    await overrideOf(command.name)
      .done?.(answer ?? {})
      .catch((problem: Error) => say(problem.message));
    if (answer?.approval_request) {
      say(t('command.waits'));
      const params = { resource: 'approval-requests', id: String(answer.approval_request) };
      return navigate({ to: '/r/$resource/$id', params, ignoreBlocker: true });
    }
    const { result } = command;
    const id = result && answer?.[result.id];
    const number = result?.number && answer?.[result.number];
    say(number ? t('command.doneNumber', { number: String(number) }) : t('command.done'));
    if (id)
      return navigate({
        to: '/r/$resource/$id',
        params: { resource: result.resource, id: String(id) },
        ignoreBlocker: true,
      });
    return router.history.back({ ignoreBlocker: true });
  };
}
