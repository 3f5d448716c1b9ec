/** English: what is read once, by whoever sets the box up. */
const en = {
  setup: {
    title: "Set up this box",
    lead: "Make the account that runs it, and say what the box is to be. You can change all of it later.",
    account: "Your account",
    box: "This box",
    boxName: "Name of the box",
    boxNameHint: "What people here know: your school, practice or ship. It stands at the top of every page.",
    registration: "Anyone in this network may create an account",
    registrationHint:
      "Otherwise you make the accounts. Guests need none either way: an invite link is enough.",
    rooms: "Who may make rooms",
    roomsEveryone: "Everyone with an account",
    roomsAdmins: "Administrators only",
    language: "Language of the box",
    languageHint: "For browsers that ask for a language the box does not speak.",
    restoreInstead: "Restore from a backup instead",
    done: "Done before? <link>Log in</link>",
    incompleteTitle: "The link is not complete",
    incompleteText:
      "Open the whole set-up link that the box printed when it started: it has a code behind a # at its end.",
  },
  restore: {
    title: "Restore from a backup",
    lead: "The box becomes the one in the backup: its accounts, rooms, settings, and the trust that devices have in it.",
    instead: "Set up a new box instead",
    file: "Backup file",
    fileHint: "From “Backup” in the administration, or made by the box at night.",
    passphrase: "Passphrase",
    passphraseHint: "Leave it empty if the backup has none.",
    action: "Restore",
    sending: "Sending the backup…",
    verifying: "The box looks whether the backup is whole…",
    restarting: "The backup of {when} is good. The box restarts; you can log in in a moment.",
    longTitle: "The box takes its time",
    longText:
      "It may be back already, with the certificate that it had in the backup. Open it to see; if the browser warns, it does not trust that certificate yet.",
    open: "Open the box",
    refused: {
      "bad-backup": {
        title: "This is no backup, or it is damaged",
        advice: "Choose another file. Nothing was changed on the box.",
      },
      "newer-backup": {
        title: "This backup is from a newer version",
        advice: "Update this box first, then restore. Nothing was changed on the box.",
      },
      "wrong-passphrase": {
        title: "The passphrase does not open this backup",
        advice: "Type the one that was set when the backup was made. Without it nobody can open the backup.",
      },
    },
  },
  next: {
    title: "Your box is ready",
    lead: "You run {name} now. Three things to do next:",
    trust: "Let other devices trust it",
    trustText: "Open this address on every phone and laptop, once. The page there shows what to do.",
    qrLabel: "QR code of the page about trust",
    others: "Or: {addresses}",
    room: "Make a room",
    roomText: "Give it a name and send its link. Whoever has the link can join, without an account.",
    care: "Look after it",
    careText: "<link>See to accounts, backups and settings</link>, and how the box is doing.",
  },
} as const;

export default en;
