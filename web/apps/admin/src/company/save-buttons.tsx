import { t } from '@sanduk/i18n';

type Props = { isBusy: boolean; onClose: () => void; save?: string };

/** The end of a form in a dialog: it is given up, or sent. */
export const SaveButtons = ({ isBusy, onClose, save = t('form.save') }: Props) => (
  <div className="flex justify-end gap-2">
    <button type="button" className="btn" onClick={onClose}>
      {t('form.cancel')}
    </button>
    <button type="submit" className="btn primary" disabled={isBusy}>
      {save}
    </button>
  </div>
);
