import { useTranslation } from "../../../hooks/translation";
import { useCopy } from "../../../hooks/useCopy";
import { Button } from "../../../ui/Button";
import { CheckIcon } from "../../../ui/icons";

export function CopyButton({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation();
  const { copied, copy } = useCopy();
  return (
    <Button look="secondary" onClick={() => copy(text)}>
      {copied && <CheckIcon />}
      {copied ? t("common.copied") : label}
    </Button>
  );
}
