import type {Advice} from './advice.js';

/** Rows for errors of Redshift's COPY in reaching S3 or reading the files. Their code is nearly always XX000. */
export const copyAdvice: readonly Advice[] = [
	{
		id: 'role',
		// The second and third wordings are Serverless's, with ", should retry : 0" at the end.
		text: /(?:not authorized to assume IAM Role|credentials of role|The requested role) (?<role>[^\s,]+)/i,
		kind: 'statement',
		message: 'The cluster cannot assume the role {role}.',
		advice:
			'Attach the role (Redshift console, cluster or namespace, Manage IAM roles), or correct ARN under [IAM_ROLE] in dwh.cfg. Its trust policy must name redshift.amazonaws.com and redshift-serverless.amazonaws.com.',
	},
	{
		id: 's3-keys',
		text: /Access Key Id you provided does not exist|Error (?:InvalidAccessKeyId|SignatureDoesNotMatch|ExpiredToken|InvalidToken)/,
		kind: 'statement',
		message: 'S3 does not accept the access key in the COPY.',
		advice:
			'Use a role instead, which never expires: attach one to the cluster and set its ARN under [IAM_ROLE] in dwh.cfg (IAM_ROLE in the statement).',
	},
	{
		id: 's3-region',
		text: /addressed using the specified endpoint|Error (?:PermanentRedirect|AuthorizationHeaderMalformed)/,
		kind: 'statement',
		message: 'The bucket {bucket} is in a different region than COPY expects.',
		advice:
			"Set REGION under [S3] in dwh.cfg to the bucket's region: us-west-2 for udacity-dend. For other buckets, run `aws s3api get-bucket-location --bucket {bucket}`.",
	},
	{
		id: 's3-denied',
		text: /S3ServiceException:\s*Access Denied|Error (?:AccessDenied|AllAccessDisabled)/,
		kind: 'statement',
		message: 'The role is not allowed to read {place}.',
		advice:
			"Attach the policy AmazonS3ReadOnlyAccess: IAM console, Roles, the role, Add permissions. COPY needs s3:ListBucket and s3:GetObject; another account's bucket must allow them too.",
	},
	{
		id: 's3-bucket',
		text: /NoSuchBucket|The specified bucket (?:does not exist|is not valid)/,
		kind: 'statement',
		message: 'The bucket {bucket} does not exist.',
		advice:
			'Check the spelling of LOG_DATA, SONG_DATA and LOG_JSONPATH under [S3] in dwh.cfg. Other AWS partitions (aws-cn, aws-us-gov) have other buckets.',
	},
	{
		id: 's3-object',
		text: /NoSuchKey|The specified key does not exist/,
		kind: 'statement',
		message: 'The object {place} does not exist.',
		advice:
			'If LOG_JSONPATH under [S3] in dwh.cfg names it, correct it there, or set LOG_JSONPATH = auto; `aws s3 ls {folder}` lists the objects. Otherwise it was deleted during the load: run the stage again.',
	},
	{
		id: 's3-prefix',
		text: /The specified S3 prefix '[^']*' does not exist/,
		kind: 'statement',
		message: 'No object in S3 starts with {place}.',
		advice:
			'Check LOG_DATA, SONG_DATA and LOG_JSONPATH under [S3] in dwh.cfg: log_data and log-data are different names, as are upper and lower case. `aws s3 ls {folder}` lists the objects.',
	},
	{
		id: 's3-busy',
		text: /Error (?:SlowDown|InternalError|ServiceUnavailable|RequestTimeout)\b|S3ServiceException:.*Status 50\d/,
		kind: 'statement',
		message: "S3 repeatedly failed to serve the cluster's requests.",
		advice: 'Nothing was loaded. Wait a few minutes, then run the stage again.',
	},
	{
		id: 'jsonpaths',
		text: /jsonpath/i,
		kind: 'statement',
		advice:
			'Check the file that LOG_JSONPATH under [S3] in dwh.cfg names: {"jsonpaths": ["$[\'artist\']", …]} with one path for each column, in column order. Without LOG_JSONPATH, keys are matched by name.',
	},
	{
		id: 'load-failed',
		text: /Load into table '(?<table>[^']*)' failed/i,
		kind: 'statement',
		message: 'The cluster rejected records for {table}.',
		advice:
			'SELECT * FROM sys_load_error_detail ORDER BY start_time DESC LIMIT 10 shows which and why (on older clusters stl_load_errors, by starttime). Fix them, or set MAX_ERRORS under [LOAD] in dwh.cfg.',
	},
	{
		id: 'system-view',
		text: /permission denied for (?:relation|table|view) (?<view>st[lv]_\w+)/i,
		kind: 'statement',
		message: 'You have no access to {view} on this server.',
		advice:
			'On Redshift Serverless, use these views instead: sys_load_error_detail, sys_load_history and sys_query_history.',
	},
];
