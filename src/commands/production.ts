import type {QuerySettings} from '../config/settings.js';

/** The name that must be typed before data is destroyed; undefined unless the warehouse is marked as production. */
export function productionName({profile}: Pick<QuerySettings, 'profile'>): string | undefined {
	return profile?.isProduction === true ? profile.name : undefined;
}

/** The warehouse with its profile: `PRODUCTION prod, Redshift dev at …`. */
export function warehouseText(name: string, {profile}: Pick<QuerySettings, 'profile'>): string {
	if (profile === undefined) return name;
	return `${profile.isProduction ? 'PRODUCTION ' : ''}${profile.name}, ${name}`;
}
