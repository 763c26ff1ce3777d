import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import {setTimeout as pause} from 'node:timers/promises';
import {type Request, readRequest} from './requests.js';
import {credentialsResponse, errorResponse} from './responses.js';

/** The clusters, workgroups and credentials of the double. */
export type AwsOptions = {
	/** Identifiers of the existing clusters and workgroups. */
	readonly clusters?: readonly string[];
	readonly workgroups?: readonly string[];
	/** The IAM identity's user, used when the request names none. */
	readonly identity?: string;
	readonly password?: string;
};

/** An AWS error: code, status and message. */
export type AwsFault = {readonly code: string; readonly status: number; readonly message: string};

/** Starts a double of the two AWS services that issue credentials for Redshift, on 127.0.0.1. */
export async function startAws(options: AwsOptions = {}): Promise<AwsDouble> {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return new AwsDouble(server, options);
}

/**
The parts of the Redshift and Redshift Serverless control planes that an IAM login needs: GetClusterCredentials,
GetClusterCredentialsWithIAM and GetCredentials, according to their API References, and their errors. HTTP only;
signatures are not verified. An unsupported request receives status 501 and makes `stop` throw.
*/
export class AwsDouble {
	readonly endpoint: string;
	/** Lifetime of credentials issued from now on, in seconds; defaults to the API's default. */
	secondsLeft = 900;
	/** Delay before each response, in milliseconds. */
	delayMs = 0;
	readonly #server: Server;
	readonly #options: Required<AwsOptions>;
	readonly #requests: Request[] = [];
	readonly #problems: string[] = [];
	#fault: AwsFault | undefined;

	constructor(server: Server, options: AwsOptions) {
		const address = server.address();
		if (typeof address !== 'object' || address === null)
			throw new Error('The server is not listening on a port.');
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

	/** Environment variables that direct the SDK to this double and disable other credential sources. */
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

	/** All requests so far, in order of arrival. */
	get requests(): readonly Request[] {
		return this.#requests;
	}

	/** Responds with an error from now on; undefined stops that. */
	fail(fault: AwsFault | undefined): void {
		this.#fault = fault;
	}

	/** Closes all connections. Throws if there was an unsupported request. */
	async stop(): Promise<void> {
		this.#server.close();
		this.#server.closeAllConnections();
		if (this.#problems.length > 0) throw new Error(this.#problems.splice(0).join('\n'));
	}

	async #handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
		try {
			const request = await readRequest(message);
			this.#requests.push(request);
			await pause(this.delayMs);
			const {status, type, body} = this.#respond(request);
			response.writeHead(status, {'content-type': type, 'x-amzn-requestid': 'a1b2c3'});
			response.end(body);
		} catch (error) {
			const problem = `Unsupported request to the AWS double: ${String(error)}`;
			this.#problems.push(problem);
			response.writeHead(501).end(problem);
		}
	}

	#respond(request: Request) {
		const {clusters, workgroups, identity, password} = this.#options;
		if (this.#fault !== undefined) return errorResponse(request.action, this.#fault);
		const known = request.action === 'GetCredentials' ? workgroups : clusters;
		if (!known.includes(request.name)) return errorResponse(request.action, notFound(request));
		return credentialsResponse(request.action, {
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
