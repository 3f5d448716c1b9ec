/** What a room's link says: which room, how one may enter, and how media may travel. */
export interface RoomAddress {
  roomId: string;
  inviteToken: string | undefined;
  /** For diagnosis: media takes no path but the box's relay. */
  relayOnly: boolean;
}
