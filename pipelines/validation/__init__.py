"""The door to Great Expectations, and a batch parted into accepted and refused rows."""
