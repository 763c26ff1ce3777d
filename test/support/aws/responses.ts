import {xmlDocument, xmlElement} from '../s3/xml.js';
import type {Action} from './requests.js';
import type {AwsFault} from './start-aws.js';

type HttpResponse = {readonly status: number; readonly type: string; readonly body: string};
type Login = {readonly user: string; readonly password: string; readonly expires: Date};

const namespace = ' xmlns="http://redshift.amazonaws.com/doc/2012-12-01/"';
const requestId = xmlElement('RequestId', 'a1b2c3');

/** A response with credentials, in the format of the action's protocol. */
export function credentialsResponse(action: Action, {user, password, expires}: Login): HttpResponse {
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

/** An error response, in the format of the action's protocol. */
export function errorResponse(action: Action, {code, status, message}: AwsFault): HttpResponse {
	if (action === 'GetCredentials') return json(status, {__type: code, message});
	const type = xmlElement('Type', status < 500 ? 'Sender' : 'Receiver');
	const error = type + xmlElement('Code', code) + xmlElement('Message', message);
	return xml(status, 'ErrorResponse', `<Error>${error}</Error>${requestId}`);
}

function json(status: number, body: Readonly<Record<string, unknown>>): HttpResponse {
	return {status, type: 'application/x-amz-json-1.1', body: JSON.stringify(body)};
}

function xml(status: number, root: string, content: string): HttpResponse {
	return {status, type: 'text/xml', body: xmlDocument(root, content, namespace)};
}
