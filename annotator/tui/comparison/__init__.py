"""The pages of the compare screen: figures of a comparison as blocks of lines."""
