import type { FormFields } from "../../hooks/useSubmit";
import type { RegisterRequest } from "../../protocol";
import { TextField } from "../../ui/Field";

/** What a new account needs; shared by the set-up and by registration. */
export function AccountFields() {
  return (
    <>
      <TextField
        label="Username"
        name="username"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        hint="What you log in with: letters, digits, dots and dashes."
      />
      <TextField label="Email" name="email" type="email" autoComplete="email" required />
      <TextField
        label="Display name"
        name="displayName"
        autoComplete="name"
        hint="What others see in a call. Left empty, it is your username."
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={8}
        required
        hint="At least 8 characters. Length matters more than signs."
      />
    </>
  );
}

export function accountFrom(fields: FormFields): RegisterRequest {
  const displayName = fields.text("displayName");
  return {
    username: fields.text("username"),
    email: fields.text("email"),
    password: fields.raw("password"),
    ...(displayName === "" ? {} : { displayName }),
  };
}
