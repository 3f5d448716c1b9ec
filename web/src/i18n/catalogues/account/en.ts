/** English: what only those read who look after their own account. */
const en = {
  settings: {
    page: "Account",
    title: "Your account",
    lead: "You log in as {name}.",
    profile: "Profile",
    saveProfile: "Save profile",
    profileSaved: "Your profile is saved.",
    confirmPassword: "Password to confirm",
    confirmPasswordHint: "You can log in with your email, so changing it needs your password.",
    changePassword: "Change password",
    currentPassword: "Current password",
    newPassword: "New password",
    passwordSaved: "Your new password holds from now on.",
  },

  sessions: {
    title: "Where you are logged in",
    lead: "End a session that is not yours, or on a device that you left behind: its call ends at once.",
    device: "{browser} on {system}",
    unknownDevice: "Unknown device",
    current: "This browser, now",
    used: "Last used {when}",
    since: "Logged in since {when}.",
    remembered: "Stays logged in.",
    end: "End",
    endOne: "End the session: {device}",
    endOthers: "End all others",
  },
  passwordLink: {
    title: "Set a password",
    lead: "Hello, {name}. Choose the password to log in with from now on.",
    noLead: "An administrator gave you a link to set your password.",
    action: "Set password",
    expires: "This link is good until {when}.",
  },
} as const;

export default en;
