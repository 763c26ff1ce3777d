import type {Advice} from './error-advice.js';

/** Rows for what Redshift's COPY meets on its way to S3, and in the files. Their code is nearly always XX000. */
export const copyAdvice: readonly Advice[] = [
	{
		id: 'role',
		// The second and the third are how Serverless words it, with ", should retry : 0" at the end.
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
		message: 'S3 does not accept the access key that the COPY names.',
		advice:
			'Let the cluster read by a role instead, which never expires: attach one, and name its ARN under [IAM_ROLE] in dwh.cfg (IAM_ROLE in the statement).',
	},
	{
		id: 's3-region',
		text: /addressed using the specified endpoint|Error (?:PermanentRedirect|AuthorizationHeaderMalformed)/,
		kind: 'statement',
		message: 'The bucket {bucket} is in another region than the COPY looks in.',
		advice:
			"Set REGION under [S3] in dwh.cfg to the bucket's region: us-west-2 for udacity-dend; of others `aws s3api get-bucket-location --bucket {bucket}` tells it.",
	},
	{
		id: 's3-denied',
		text: /S3ServiceException:\s*Access Denied|Error (?:AccessDenied|AllAccessDisabled)/,
		kind: 'statement',
		message: 'The role may not read {place}.',
		advice:
			"Give it the policy AmazonS3ReadOnlyAccess: IAM console, Roles, the role, Add permissions. A COPY needs s3:ListBucket and s3:GetObject; another account's bucket has to allow them too.",
	},
	{
		id: 's3-bucket',
		text: /NoSuchBucket|The specified bucket (?:does not exist|is not valid)/,
		kind: 'statement',
		message: 'There is no bucket {bucket}.',
		advice:
			'Check the spelling of LOG_DATA, SONG_DATA and LOG_JSONPATH under [S3] in dwh.cfg. In a partition of its own (aws-cn, aws-us-gov) AWS has other buckets.',
	},
	{
		id: 's3-object',
		text: /NoSuchKey|The specified key does not exist/,
		kind: 'statement',
		message: 'There is no object {place}.',
		advice:
			'If LOG_JSONPATH under [S3] in dwh.cfg names it, correct it there, or set LOG_JSONPATH = auto; `aws s3 ls {folder}` lists what exists. Otherwise it was deleted during the load: run the stage again.',
	},
	{
		id: 's3-prefix',
		text: /The specified S3 prefix '[^']*' does not exist/,
		kind: 'statement',
		message: 'Nothing in S3 has a name that begins with {place}.',
		advice:
			'Check LOG_DATA, SONG_DATA and LOG_JSONPATH under [S3] in dwh.cfg: log_data and log-data are different names, as are upper and lower case. `aws s3 ls {folder}` shows what is there.',
	},
	{
		id: 's3-busy',
		text: /Error (?:SlowDown|InternalError|ServiceUnavailable|RequestTimeout)\b|S3ServiceException:.*Status 50\d/,
		kind: 'statement',
		message: 'S3 did not give the cluster what it asked for, several times.',
		advice: 'Nothing was loaded. Wait some minutes, then run the stage again.',
	},
	{
		id: 'jsonpaths',
		text: /jsonpath/i,
		kind: 'statement',
		advice:
			'Check the file that LOG_JSONPATH under [S3] in dwh.cfg names: {"jsonpaths": ["$[\'artist\']", …]} with one path for each column, in their order. Without LOG_JSONPATH columns are found by their names.',
	},
	{
		id: 'load-failed',
		text: /Load into table '(?<table>[^']*)' failed/i,
		kind: 'statement',
		message: 'The cluster refused records for {table}.',
		advice:
			'SELECT * FROM sys_load_error_detail ORDER BY start_time DESC LIMIT 10 shows which and why (on older clusters stl_load_errors, by starttime). Mend them, or set MAX_ERRORS under [LOAD] in dwh.cfg.',
	},
	{
		id: 'system-view',
		text: /permission denied for (?:relation|table|view) (?<view>st[lv]_\w+)/i,
		kind: 'statement',
		message: 'This server does not show {view} to you.',
		advice:
			'Redshift Serverless has other views for the same: sys_load_error_detail, sys_load_history and sys_query_history.',
	},
];
