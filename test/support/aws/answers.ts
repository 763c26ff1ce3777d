import {xmlDocument, xmlElement} from '../s3/xml.js';
import type {Action} from './requests.js';
import type {AwsFault} from './start-aws.js';

type Answer = {readonly status: number; readonly type: string; readonly body: string};
type Login = {readonly user: string; readonly password: string; readonly expires: Date};

const namespace = ' xmlns="http://redshift.amazonaws.com/doc/2012-12-01/"';
const requestId = xmlElement('RequestId', 'a1b2c3');

/** Credentials, in the form of the action's protocol. */
export function loginAnswer(action: Action, {user, password, expires}: Login): Answer {
	if (action === 'GetCredentials') {
		const expiration = expires.getTime() / 1000;
		return json(200, {dbUser: user, dbPassword: password, expiration, nextRefreshTime: expiration});
	}
	const result = [
		xmlElement('DbUser', user),
		xmlElement('DbPassword', password),
		xmlElement('Expiration', expires.toISOString()),
	].join('');
	const metadata = `<ResponseMetadata>${requestId}</ResponseMetadata>`;
	return xml(200, `${action}Response`, `<${action}Result>${result}</${action}Result>${metadata}`);
}

/** An error, in the form of the action's protocol. */
export function errorAnswer(action: Action, {code, status, message}: AwsFault): Answer {
	if (action === 'GetCredentials') return json(status, {__type: code, message});
	const type = xmlElement('Type', status < 500 ? 'Sender' : 'Receiver');
	const error = type + xmlElement('Code', code) + xmlElement('Message', message);
	return xml(status, 'ErrorResponse', `<Error>${error}</Error>${requestId}`);
}

function json(status: number, body: Readonly<Record<string, unknown>>): Answer {
	return {status, type: 'application/x-amz-json-1.1', body: JSON.stringify(body)};
}

function xml(status: number, root: string, content: string): Answer {
	return {status, type: 'text/xml', body: xmlDocument(root, content, namespace)};
}
