import { useCallback, useState } from "react";
import { useAuth } from "../../../hooks/auth";
import { useServices } from "../../../hooks/services";

export interface Leaving {
  /** The host is being asked what becomes of the others. */
  isAsking: boolean;
  leave: () => void;
  leaveNow: () => void;
  stay: () => void;
}

/** Leaves at once; only a host with others in the call is asked first. */
export function useLeave(): Leaving {
  const { user } = useAuth();
  const { call } = useServices();
  const [isAsking, setAsking] = useState(false);
  const leaveNow = useCallback(() => call.leave(), [call]);
  const stay = useCallback(() => setAsking(false), []);
  const userId = user?.id;
  const leave = useCallback(() => {
    const { room, participants } = call.state.get();
    if (room?.createdBy === userId && participants.length > 0) setAsking(true);
    else call.leave();
  }, [call, userId]);
  return { isAsking, leave, leaveNow, stay };
}
