strftime("${value}", '%Y-%m-%d %H:%M:%S.%f')
