import { useId } from "react";
import { QUALITY_CHOICES, type QualityChoice } from "../../../core/rtc/budget";
import { useServices } from "../../../hooks/services";
import { useTranslation } from "../../../hooks/translation";
import { useStore } from "../../../hooks/useStore";
import "./quality.css";

/** How much picture to send and to receive; takes effect at once and is kept for the next call. */
export function QualitySelector() {
  const { preferences } = useServices().call;
  const { t } = useTranslation();
  const { send, receive } = useStore(preferences.state);
  return (
    <div className="stack">
      <Choice
        label={t("quality.send")}
        hint={t(`quality.sendHints.${send}`)}
        selected={send}
        onSelect={(choice) => preferences.choose({ send: choice })}
      />
      <Choice
        label={t("quality.receive")}
        hint={t(`quality.receiveHints.${receive}`)}
        selected={receive}
        onSelect={(choice) => preferences.choose({ receive: choice })}
      />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  hint: string;
  selected: QualityChoice;
  onSelect: (choice: QualityChoice) => void;
}

function Choice({ label, hint, selected, onSelect }: ChoiceProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="choice" role="radiogroup" aria-labelledby={id} aria-describedby={`${id}-hint`}>
      <p className="choice__label" id={id}>
        {label}
      </p>
      <div className="choice__options">
        {QUALITY_CHOICES.map((choice) => (
          <label className="choice__option" key={choice}>
            <input type="radio" name={id} checked={choice === selected} onChange={() => onSelect(choice)} />
            {t(`quality.choices.${choice}`)}
          </label>
        ))}
      </div>
      <p className="field__hint" id={`${id}-hint`}>
        {hint}
      </p>
    </div>
  );
}
