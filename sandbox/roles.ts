/** Template ids of the built-in directory roles the sandbox knows; the same in every tenant. */
export const directoryRoles = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'Global Reader': 'f2ef992c-3afb-46b9-b7cf-a126ee74c451',
  'Guest Inviter': '95e79109-95c0-4d8e-aee3-d01accf2d47b',
  'User Administrator': 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  'Helpdesk Administrator': '729827e3-9c14-49f7-bb1b-9608f156bbb8',
  'Groups Administrator': 'fdd7a751-b60b-444a-984c-02652fe8fa1c',
  'Directory Writers': '9360feb5-f418-4baa-8175-e2a00bac4301',
  'Intune Administrator': '3a2c62db-5318-420d-8d74-23affee5d9d5',
  'Identity Governance Administrator': '45d8d3c5-c802-45c6-b32a-1d70b5e1e86e',
  'Conditional Access Administrator': 'b1be1c3e-b65d-4f19-8427-f6fa0d97feb9',
  'Application Administrator': '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  'Cloud Application Administrator': '158c047a-c907-4556-b7ef-446551a6b5f7',
  'Privileged Role Administrator': 'e8611ab8-c189-46e8-94e1-60213ab1f814',
  'Security Administrator': '194ae4cb-b126-40b2-bd5b-6091b380977d',
  'Reports Reader': '4a5d8f65-41da-4de4-8968-e035b65339cf',
  'Security Reader': '5d6b6bb7-de71-4623-b4af-96380a352509',
} as const;

export type RoleName = keyof typeof directoryRoles;
