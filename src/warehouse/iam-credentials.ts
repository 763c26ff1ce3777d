import type {ConnectionSettings} from '../config/connection.js';
import type {IamSettings} from '../config/iam-settings.js';
import {Secret} from '../config/secret.js';
import {iamError} from './iam-errors.js';
import type {IamAnswer, IamRequest} from './iam-request.js';

/** Who logs in, and with what. */
export type Login = {readonly user: string; readonly password: Secret | undefined};

type TemporaryLogin = Login & {readonly expires: Date};

/** Credentials with less time left are not used any more: they last 15 minutes at least, and clocks differ. */
const leastLeftMs = 5 * 60_000;

/** What was got for a connection last. */
const got = new WeakMap<ConnectionSettings, Promise<TemporaryLogin>>();

/**
The user and the password of a connection, to be called each time before it logs in: where IAM takes the place of a
password, AWS is asked for temporary ones, unless those of the last time still hold.
@throws ConnectionError with what to do about it
*/
export async function withCredentials(settings: ConnectionSettings): Promise<Login> {
	const {user, password, iam} = settings;
	if (iam === undefined) return {user, password};
	const last = await got.get(settings)?.catch(() => undefined);
	if (last !== undefined && last.expires.getTime() - Date.now() > leastLeftMs) return last;
	const asked = ask(settings, iam);
	got.set(settings, asked);
	return asked;
}

async function ask({user, database}: ConnectionSettings, iam: IamSettings): Promise<TemporaryLogin> {
	const {issuer, region} = iam;
	const request: IamRequest = {name: issuer.name, database, user: user === '' ? undefined : user, region};
	try {
		const answer = await askIssuer(issuer.kind, request);
		if (answer.user === undefined || answer.password === undefined) {
			throw new Error('The answer has no user or no password.');
		}
		// An answer that does not say how long it holds is used once.
		const expires = answer.expires ?? new Date(0);
		return {user: answer.user, password: new Secret(answer.password), expires};
	} catch (error) {
		throw iamError(error, request, issuer.kind);
	}
}

async function askIssuer(kind: IamSettings['issuer']['kind'], request: IamRequest): Promise<IamAnswer> {
	switch (kind) {
		case 'cluster':
			return (await import('./iam-cluster.js')).askCluster(request);
		case 'workgroup':
			return (await import('./iam-workgroup.js')).askWorkgroup(request);
	}
}
