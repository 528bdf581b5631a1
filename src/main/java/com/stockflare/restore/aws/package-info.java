/** The engine's ports on AWS, each class named after what it adapts. Nothing else speaks to AWS. */
package com.stockflare.restore.aws;
