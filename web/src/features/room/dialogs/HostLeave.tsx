import { useState } from "react";
import { type Sentence, sentenceForError } from "../../../core/sentences";
import { useServices } from "../../../hooks/services";
import { Button } from "../../../ui/Button";
import { Dialog } from "../../../ui/Dialog";
import { Notice } from "../../../ui/Notice";
import "./dialogs.css";

interface HostLeaveProps {
  roomId: string;
  onLeave: () => void;
  onClose: () => void;
}

/** Asked of the host alone, and only while others are in the call: whether it goes on. */
export function HostLeave({ roomId, onLeave, onClose }: HostLeaveProps) {
  const { api } = useServices();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Sentence | null>(null);
  const end = () => {
    setBusy(true);
    api.closeRoom(roomId).then(onLeave, (error: unknown) => {
      setBusy(false);
      setProblem(sentenceForError(error));
    });
  };
  return (
    <Dialog title="You host this call" onClose={onClose}>
      {problem && (
        <Notice title={problem.title} tone="danger" urgent>
          {problem.advice}
        </Notice>
      )}
      <p>
        The others can go on without you, and you can come back. Or you end the call for everyone: then the
        room closes, and its link stops working.
      </p>
      <div className="dialog__actions">
        <Button onClick={onLeave}>Leave the call</Button>
        <Button look="danger" isBusy={isBusy} onClick={isBusy ? undefined : end}>
          End for everyone
        </Button>
        <Button look="quiet" onClick={onClose}>
          Stay
        </Button>
      </div>
    </Dialog>
  );
}
