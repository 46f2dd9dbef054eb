// Nobody signs in at this service.
export const signIn = undefined;
export const admins = [];
