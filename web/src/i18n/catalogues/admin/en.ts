/** English: what only those read who run the box. */
const en = {
  admin: {
    page: "Admin",
    title: "This box",
    accounts: "Accounts",
    openRegistration: "Anyone in this network may create an account",
    openRegistrationHint:
      "New accounts are plain ones: they can make rooms and invite others. Guests need no account either way.",
    fixedTitle: "This is fixed where the box was started",
    fixedText:
      "It runs with --open-registration, which stands above this switch. Start it without, and the switch decides.",
    errors: "Errors in people's pages",
    noErrors: "None since the box was started.",
    lookAgain: "Look again",
    errorDetails: "Details for whoever mends it",
  },
} as const;

export default en;
