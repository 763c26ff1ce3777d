import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {setTimeout as pause} from 'node:timers/promises';
import {errorAnswer, loginAnswer} from './answers.js';
import {type Request, readRequest} from './requests.js';

/** Whom the double issues credentials for, and which. */
export type AwsOptions = {
	/** Identifiers of the clusters and workgroups that there are. */
	readonly clusters?: readonly string[];
	readonly workgroups?: readonly string[];
	/** The user of the IAM identity, where the request names none. */
	readonly identity?: string;
	readonly password?: string;
};

/** An error of AWS's: its code, its status and its text. */
export type AwsFault = {readonly code: string; readonly status: number; readonly message: string};

/** Starts a double of the two services of AWS that issue credentials for Redshift, on 127.0.0.1. */
export async function startAws(options: AwsOptions = {}): Promise<AwsDouble> {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return new AwsDouble(server, options);
}

/**
As much of Redshift's and Redshift Serverless's control planes as a login by IAM needs: GetClusterCredentials,
GetClusterCredentialsWithIAM and GetCredentials, by their API References, and the ways in which they fail. HTTP only, and
signatures are not verified. A request it doesn't know is answered with 501 and makes `stop` throw.
*/
export class AwsDouble {
	readonly endpoint: string;
	/** Seconds until credentials expire that are issued from now on; the default of the API. */
	secondsLeft = 900;
	/** Milliseconds before an answer. */
	delayMs = 0;
	readonly #server: Server;
	readonly #options: Required<AwsOptions>;
	readonly #requests: Request[] = [];
	readonly #complaints: string[] = [];
	#fault: AwsFault | undefined;

	constructor(server: Server, options: AwsOptions) {
		const address = server.address();
		if (typeof address !== 'object' || address === null) throw new Error('The server has no port.');
		this.endpoint = `http://127.0.0.1:${address.port}`;
		this.#server = server;
		this.#options = {
			clusters: ['sparkify'],
			workgroups: ['sparkify-wg'],
			identity: 'IAMR:loader',
			password: 'Temp0rary+/= "#;%',
			...options,
		};
		server.on('request', (request, response) => void this.#handle(request, response));
	}

	/** The environment that sends the SDK here, and nowhere else for credentials. */
	get environment(): Readonly<Record<string, string>> {
		return {
			AWS_ENDPOINT_URL_REDSHIFT: this.endpoint,
			AWS_ENDPOINT_URL_REDSHIFT_SERVERLESS: this.endpoint,
			AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
			AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY',
			AWS_SESSION_TOKEN: 'SESSIONTOKENEXAMPLE',
			AWS_PROFILE: '',
			AWS_EC2_METADATA_DISABLED: 'true',
		};
	}

	/** Every request so far, in the order of arrival. */
	get requests(): readonly Request[] {
		return this.#requests;
	}

	/** Answers with an error from now on; undefined heals. */
	fail(fault: AwsFault | undefined): void {
		this.#fault = fault;
	}

	/** Closes all connections. Throws when a request came that is unknown here. */
	async stop(): Promise<void> {
		this.#server.close();
		this.#server.closeAllConnections();
		if (this.#complaints.length > 0) throw new Error(this.#complaints.splice(0).join('\n'));
	}

	async #handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
		try {
			const request = await readRequest(message);
			this.#requests.push(request);
			await pause(this.delayMs);
			const answer = this.#answer(request);
			response.writeHead(answer.status, {'content-type': answer.type, 'x-amzn-requestid': 'a1b2c3'});
			response.end(answer.body);
		} catch (error) {
			const complaint = `The AWS double of the tests does not know this: ${String(error)}`;
			this.#complaints.push(complaint);
			response.writeHead(501).end(complaint);
		}
	}

	#answer(request: Request) {
		const {clusters, workgroups, identity, password} = this.#options;
		if (this.#fault !== undefined) return errorAnswer(request.action, this.#fault);
		const known = request.action === 'GetCredentials' ? workgroups : clusters;
		if (!known.includes(request.name)) return errorAnswer(request.action, notFound(request));
		return loginAnswer(request.action, {
			// [API_GetClusterCredentials] "prefixed with IAM: if AutoCreate is False or IAMA: if AutoCreate is True"
			user: request.user === undefined ? identity : `${request.autoCreate ? 'IAMA' : 'IAM'}:${request.user}`,
			password,
			expires: new Date(Date.now() + this.secondsLeft * 1000),
		});
	}
}

/** ClusterNotFound: brainly/terraform-provider-redshift#58. ResourceNotFoundException: the text is a guess. */
function notFound({action, name}: Request): AwsFault {
	return action === 'GetCredentials'
		? {code: 'ResourceNotFoundException', status: 400, message: `Workgroup ${name} not found.`}
		: {code: 'ClusterNotFound', status: 404, message: `Cluster ${name} not found.`};
}
