import { useId } from "react";
import { QUALITY_CHOICES, type QualityChoice } from "../../../core/rtc/budget";
import { useServices } from "../../../hooks/services";
import { useStore } from "../../../hooks/useStore";
import { CHOICE_WORDS, RECEIVE_HINTS, SEND_HINTS } from "./words";
import "./quality.css";

/** How much picture to send and to receive; takes effect at once and is kept for the next call. */
export function QualitySelector() {
  const { preferences } = useServices().call;
  const { send, receive } = useStore(preferences.state);
  return (
    <div className="stack">
      <Choice
        label="Sending quality"
        hints={SEND_HINTS}
        selected={send}
        onSelect={(choice) => preferences.choose({ send: choice })}
      />
      <Choice
        label="Receiving quality"
        hints={RECEIVE_HINTS}
        selected={receive}
        onSelect={(choice) => preferences.choose({ receive: choice })}
      />
    </div>
  );
}

interface ChoiceProps {
  label: string;
  hints: Record<QualityChoice, string>;
  selected: QualityChoice;
  onSelect: (choice: QualityChoice) => void;
}

function Choice({ label, hints, selected, onSelect }: ChoiceProps) {
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
            {CHOICE_WORDS[choice]}
          </label>
        ))}
      </div>
      <p className="field__hint" id={`${id}-hint`}>
        {hints[selected]}
      </p>
    </div>
  );
}
