import {internalError, RedshiftError, sourceFolder} from '../errors.js';
import type {CopyCommand} from './parse-copy.js';
import type {S3Failure} from './s3-objects.js';

/** Details of the session that appear in errors. */
export type CopyPlace = {
	readonly queryId: number;
	readonly processId: number;
	readonly user: string;
	readonly database: string;
	readonly region: string;
};

/**
Provisioned clusters and serverless workgroups name different views; the id at the end on serverless [F:17640453576] is
made up. Severity, code, file and routine are those of [F:23742371330].
*/
export function loadFailed(table: string, serverless: boolean): RedshiftError {
	const id = serverless ? ' [ErrorId: 1-65a0b1c2-0123456789abcdef01234567]' : '';
	return new RedshiftError({
		code: 'XX000',
		message: `Load into table '${table}' failed.  Check '${errorView(serverless)}' system table for details.${id}`,
		file: `${sourceFolder}commands/commands_copy.c`,
		routine: 'DoCopy',
	});
}

/** The INFO notices that COPY sends [I:dbcrossbar/dbcrossbar#41]; with MAXERROR [F:58069183208]. */
export function loadNotices(
	table: string,
	loaded: number,
	refused: number,
	serverless: boolean,
): readonly string[] {
	const start = `Load into table '${table}' completed, `;
	return [
		`${start}${loaded} record(s) loaded successfully.`,
		...(refused === 0
			? []
			: [
					`${start}${refused} record(s) could not be loaded.  Check '${errorView(serverless)}' system table for details.`,
				]),
	];
}

/**
A role that is not attached, or a name instead of an ARN [F:23784788234]. The serverless message is quoted in public
issues.
*/
export function notAuthorized(role: string, place: CopyPlace, serverless: boolean): RedshiftError {
	const user = `arn:aws:redshift:${place.region}:123456789012:dbuser:sparkify/${place.user}`;
	return internalError({
		message: serverless
			? `exception name : UnauthorizedException, error type : 138, message: The requested role ${role} is not associated to cluster, should retry : 0`
			: `User ${user} is not authorized to assume IAM Role ${role}`,
		context: `IAM Role=${role}`,
		query: place.queryId,
		location: 'xen_aws_credentials_mgr.cpp:321',
		process: `padbmaster [pid=${place.processId}]`,
	});
}

/** The context is that of [F:23742371330, F:14221037607]. */
export function prefixMissing({prefix, bucket}: CopyCommand, place: CopyPlace): RedshiftError {
	return internalError({
		message: `The specified S3 prefix '${prefix}' does not exist`,
		context: `Listing bucket=${bucket} prefix=${prefix}`,
		query: place.queryId,
		location: 's3_utility.cpp:840',
		process: `padbmaster [pid=${place.processId}]`,
	});
}

/** `S3ServiceException:The specified bucket does not exist,Status 404,Error NoSuchBucket,Rid …` [F:23138078344] */
export function s3Error(failure: S3Failure, context: string, place: CopyPlace): RedshiftError {
	const {message, status, code, requestId} = failure;
	return internalError({
		message: `S3ServiceException:${message},Status ${status},Error ${code},Rid ${requestId}`,
		context,
		query: place.queryId,
		location: 's3_utility.cpp:840',
		process: `padbmaster [pid=${place.processId}]`,
	});
}

/** `Query (168) cancelled on user's request` [D:r_CANCEL], code 57014 [R]. */
export function cancelled(queryId: number): RedshiftError {
	return new RedshiftError({code: '57014', message: `Query (${queryId}) cancelled on user's request`});
}

function errorView(serverless: boolean): string {
	return serverless ? 'sys_load_error_detail' : 'stl_load_errors';
}
