import { z } from 'zod';
import { type AppRole } from '../core/appRole.ts';

const role = z.strictObject({ appRoleId: z.string(), value: z.string(), name: z.string(), groupId: z.string() });

export const rolesFromJson = (json: unknown): readonly AppRole[] => z.array(role).parse(json);
export const roleFromJson = (json: unknown): AppRole | null => role.nullable().parse(json ?? null);
