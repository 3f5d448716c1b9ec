import { createContext, type ReactNode, use, useMemo } from "react";
import type { CallService, CallState } from "../core/call/CallService";
import type { SocketState } from "../core/signaling/WebSocketService";
import { useServices } from "./services";
import { useStore } from "./useStore";

export interface Signaling extends Pick<CallState, "phase" | "self" | "participants" | "end" | "refusal"> {
  connectionState: SocketState;
  currentRoom: CallState["room"];
  call: CallService;
}

const SignalingContext = createContext<Signaling | null>(null);

export function SignalingProvider({ children }: { children: ReactNode }) {
  const { call } = useServices();
  const { room, ...state } = useStore(call.state);
  const connectionState = useStore(call.socket.state);
  const { phase, self, participants, end, refusal } = state;
  const signaling = useMemo<Signaling>(
    () => ({ phase, self, participants, end, refusal, currentRoom: room, connectionState, call }),
    [phase, self, participants, end, refusal, room, connectionState, call],
  );
  return <SignalingContext value={signaling}>{children}</SignalingContext>;
}

export function useSignaling(): Signaling {
  const signaling = use(SignalingContext);
  if (signaling === null) throw new Error("useSignaling needs a SignalingProvider above it");
  return signaling;
}
