import {Secret} from '../../../config/password.js';
import type {ConnectionSettings, IamSettings} from '../../../config/settings.js';
import {iamError} from './errors.js';
import type {IamRequest, IamResponse} from './request.js';

/** The user to log in as, and the password. */
export type Login = {readonly user: string; readonly password: Secret | undefined};

type TemporaryLogin = Login & {readonly expires: Date};

/** Credentials that expire sooner are not reused. They last at least 15 minutes, and clocks differ. */
const minRemainingMs = 5 * 60_000;

/** The last credentials issued for each connection. */
const issued = new WeakMap<ConnectionSettings, Promise<TemporaryLogin>>();

/**
Returns the user and password of a connection; call it before each login. With IAM authentication, requests temporary
credentials from AWS, unless the last ones are still valid.
@throws ConnectionError with advice
*/
export async function withCredentials(settings: ConnectionSettings): Promise<Login> {
	const {user, password, iam} = settings;
	if (iam === undefined) return {user, password};
	const last = await issued.get(settings)?.catch(() => undefined);
	if (last !== undefined && last.expires.getTime() - Date.now() > minRemainingMs) return last;
	const requested = requestLogin(settings, iam);
	issued.set(settings, requested);
	return requested;
}

async function requestLogin({user, database}: ConnectionSettings, iam: IamSettings): Promise<TemporaryLogin> {
	const {issuer, region} = iam;
	const request: IamRequest = {name: issuer.name, database, user: user === '' ? undefined : user, region};
	try {
		const response = await requestCredentials(issuer.kind, request);
		if (response.user === undefined || response.password === undefined) {
			throw new Error('The response has no user or no password.');
		}
		// Credentials without an expiry time are used once.
		const expires = response.expires ?? new Date(0);
		return {user: response.user, password: new Secret(response.password), expires};
	} catch (error) {
		throw iamError(error, request, issuer.kind);
	}
}

async function requestCredentials(
	kind: IamSettings['issuer']['kind'],
	request: IamRequest,
): Promise<IamResponse> {
	switch (kind) {
		case 'cluster':
			return (await import('./cluster.js')).requestClusterCredentials(request);
		case 'workgroup':
			return (await import('./workgroup.js')).requestWorkgroupCredentials(request);
	}
}
