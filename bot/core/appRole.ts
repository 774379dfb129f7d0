/** A role of an app that guests can be given: an app role of the enterprise app to which a group is assigned. */
export type AppRole = {
  /** Id of the app role in the app's registration. */
  readonly appRoleId: string;
  /** The role as the app knows it, e.g. `reporter`. */
  readonly value: string;
  readonly name: string;
  /** The group whose members have it; one access group per role. */
  readonly groupId: string;
};
